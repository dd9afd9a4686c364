/** Brings a musician's own MIDI file to the service: while it is read, when it was, and why it wasn't. */
import { useState } from "react"
import { useUploadStarter } from "../../../api/starters"

export function useOwnMidi(onRead: (start: string) => void) {
  const upload = useUploadStarter()
  const [reading, setReading] = useState<string>()
  return {
    /** The name of the file that is being read. */
    reading,
    problem: upload.error?.message,
    /** What was wrong with a file is past. */
    forget: upload.reset,
    bring(file: File) {
      setReading(file.name)
      upload
        .mutateAsync(file)
        .then(
          ({ name }) => onRead(name),
          () => {}, // `problem` says why
        )
        .finally(() => setReading(undefined))
    },
  }
}
