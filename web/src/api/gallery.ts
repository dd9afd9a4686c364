/**
 * The gallery as a whole: taken along as one zip, and brought back.
 * Knows how an upload tells how far it is. Does not know what is in the zip.
 */
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { problemOf, Unreachable } from "./client"
import type { components } from "./schema.gen"
import { resetLists } from "./songLists"

export const galleryUrl = "/api/gallery"

/** What came of bringing songs back. */
export type Imported = components["schemas"]["ImportedOut"]

/** How far an upload is, 0 to 1; at 1 the service reads what it got. */
type Progress = (share: number) => void

type Import = {
  readonly file: File
  readonly onProgress: Progress
  readonly signal: AbortSignal
}

export function useImportGallery() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: upload, onSettled: () => resetLists(queries) })
}

/** By XMLHttpRequest, for `fetch` does not tell how much it has sent. */
function upload({ file, onProgress, signal }: Import): Promise<Imported> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", galleryUrl)
    request.setRequestHeader("Content-Type", "application/zip")
    request.responseType = "json"
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.upload.onload = () => onProgress(1)
    request.onload = () => {
      if (request.status === 200) resolve(request.response)
      else reject(problemOf(request.status, request.response))
    }
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new Error("Bringing songs back was cancelled."))
    signal.addEventListener("abort", () => request.abort())
    request.send(file)
  })
}
