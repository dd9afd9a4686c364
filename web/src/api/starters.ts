/** The starting seeds: those the service has, and those a musician brings. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { answer, client, type Starter } from "./client"
import { scoreOf } from "./feeds"
import { RECONNECT_MS } from "./queries"

const STARTERS = ["starters"] as const

/** A starter too, with a tempo and a meter, and no notes. */
export const SILENCE = "none"

export function isOwnMidi(name: string): boolean {
  return name.startsWith("midi:")
}

/** Those of the service, silence, and then those this browser brought. */
export function useStarters() {
  return useQuery({
    queryKey: STARTERS,
    queryFn: async () => [...(await answer(client.GET("/api/starters"))), ...brought()],
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (query.state.error ? RECONNECT_MS : false),
  })
}

/** The notes of a starter, to see and to hear. They never change. */
export function useStarterScore(name: string) {
  return useQuery({
    queryKey: [...STARTERS, name, "score"],
    queryFn: async () =>
      scoreOf(
        await answer(client.GET("/api/starters/{name}/notes", { params: { path: { name } } })),
      ),
    enabled: name !== SILENCE,
    staleTime: Number.POSITIVE_INFINITY,
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
      bring(starter)
      queries.setQueryData<Starter[]>(STARTERS, (all = []) => [...without(starter, all), starter])
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

const BROUGHT = "lstmelody.brought"
const MOST_BROUGHT = 12

/** The service keeps the files and this browser what they are called: it has no list of them. */
function brought(): Starter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(BROUGHT) ?? "[]")
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

function bring(starter: Starter): void {
  const kept = [...without(starter, brought()), starter].slice(-MOST_BROUGHT)
  try {
    localStorage.setItem(BROUGHT, JSON.stringify(kept))
  } catch {
    // a browser that keeps nothing: the file is known until the page is left
  }
}

function without({ name }: Starter, starters: readonly Starter[]): Starter[] {
  return starters.filter((other) => other.name !== name)
}
