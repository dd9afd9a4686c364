/** Bringing a gallery back, from the choice of a file to what came of it. */
import { useRef, useState } from "react"
import { useImportGallery } from "../../api/gallery"

const STATES = { idle: "idle", pending: "going", success: "done", error: "failed" } as const

export type Importer = ReturnType<typeof useImporter>

export function useImporter() {
  const { mutate, reset, status, data, error, variables } = useImportGallery()
  const [share, setShare] = useState(0)
  const controller = useRef(new AbortController())

  const begin = (file: File) => {
    controller.current = new AbortController()
    setShare(0)
    mutate({ file, onProgress: setShare, signal: controller.current.signal })
  }
  return {
    begin,
    state: STATES[status],
    share,
    sentence: share < 1 ? `Sending ${variables?.file.name}…` : `Reading ${variables?.file.name}…`,
    imported: data,
    problem: error?.message ?? "",
    cancel: () => controller.current.abort(),
    again: () => variables && begin(variables.file),
    close: reset,
  }
}
