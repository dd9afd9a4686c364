/** What the tests of this folder stand on: the gallery, at any address. */
import { show } from "../../ui/rehearsal"
import { Gallery } from "./Gallery"

export function openGallery(address = "/") {
  history.replaceState(null, "", address)
  return show(
    <main>
      <Gallery />
    </main>,
  )
}
