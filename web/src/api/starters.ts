/** The starting seeds: those the service has, and those a musician brings. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { answer, client, type Starter } from "./client"
import { RECONNECT_MS } from "./queries"

const STARTERS = ["starters"] as const

/** A starter too, with a tempo and a meter, and no notes. */
export const SILENCE = "none"

export function isOwnMidi(name: string): boolean {
  return name.startsWith("midi:")
}

export function useStarters() {
  return useQuery({
    queryKey: STARTERS,
    queryFn: () => answer(client.GET("/api/starters")),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (query.state.error ? RECONNECT_MS : false),
  })
}

/** Sends a musician's own MIDI file; it then stands among the starters. */
export function useUploadStarter() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (file: File) =>
      answer(
        client.POST("/api/starters", {
          body: { file: file as unknown as string }, // what OpenAPI calls a file
          bodySerializer: () => form(file),
        }),
      ),
    onSuccess: (starter) => {
      queries.setQueryData<Starter[]>(STARTERS, (all = []) => [
        ...all.filter((other) => other.name !== starter.name),
        starter,
      ])
    },
  })
}

function form(file: File): FormData {
  const body = new FormData()
  body.append("file", file)
  return body
}

/** What a starter is called: by its title where it is known, else by what its name says. */
export function starterTitle(name: string, starters: readonly Starter[]): string {
  const known = starters.find((starter) => starter.name === name)
  return known?.title ?? (isOwnMidi(name) ? "Your own MIDI" : name)
}
