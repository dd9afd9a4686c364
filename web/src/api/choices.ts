/** What a song can be asked to be, as the service says: nothing here is listed by hand. */
import { useQuery } from "@tanstack/react-query"
import { answer, client } from "./client"
import { RECONNECT_MS } from "./queries"
import type { components } from "./schema.gen"

export type Choices = components["schemas"]["ChoicesOut"]
export type Instrument = components["schemas"]["InstrumentOut"]

export function useChoices() {
  return useQuery({
    queryKey: ["choices"],
    queryFn: () => answer(client.GET("/api/choices")),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (query.state.error ? RECONNECT_MS : false),
  })
}
