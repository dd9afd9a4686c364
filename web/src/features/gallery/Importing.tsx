/** Bringing songs back: how far it is, and what came of it. */
import { Button, CloseButton, Progress } from "@mantine/core"
import type { Imported } from "../../api/gallery"
import { counted } from "../../music/words"
import { Problem } from "../../ui/Problem"
import classes from "./Importing.module.css"
import type { Importer } from "./useImporter"

export function Importing({ importer }: { importer: Importer }) {
  const { state, share, sentence, imported, problem, cancel, again, close } = importer
  if (state === "idle") return null
  if (state === "failed") return <Problem sentence={problem} onRetry={again} />
  return (
    <div className={classes.importing} role="status">
      {state === "going" ? (
        <>
          <div>
            <p>{sentence}</p>
            <Progress
              value={share * 100}
              size="sm"
              striped={share === 1}
              animated={share === 1}
              aria-label="Bringing songs back"
            />
          </div>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <div>
            <p>{imported && wordsOf(imported)}</p>
            {imported && imported.refused.length > 0 && <Refused sentences={imported.refused} />}
          </div>
          <CloseButton aria-label="Dismiss" onClick={close} />
        </>
      )}
    </div>
  )
}

function Refused({ sentences }: { sentences: readonly string[] }) {
  return (
    <details>
      <summary>Why {sentences.length === 1 ? "one was" : "some were"} left out</summary>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}

/** What came of it: `12 songs came back, 3 were here before, 1 was left out.` */
export function wordsOf({ added, already, refused }: Imported): string {
  const were = (n: number) => (n === 1 ? "was" : "were")
  const left = refused.length
  const first = added > 0 || already === 0
  const parts = [
    first ? `${counted(added, "song")} came back` : "",
    already > 0 ? `${first ? already : counted(already, "song")} ${were(already)} here before` : "",
    left > 0 ? `${left} ${were(left)} left out` : "",
  ]
  return `${parts.filter(Boolean).join(", ")}.`
}
