/** What can be done with all songs: taken along, brought back, and those deleted looked through. */
import { Menu } from "@mantine/core"
import {
  IconDotsVertical,
  IconFileZip,
  IconMusic,
  IconPackageImport,
  IconTrash,
} from "@tabler/icons-react"
import { useRef } from "react"
import { galleryUrl } from "../../api/gallery"
import { LazyMenu } from "./LazyMenu"

type Props = {
  readonly deleted: boolean
  readonly onDeleted: () => void
  readonly onImport: (file: File) => void
}

export function GalleryMenu({ deleted, onDeleted, onImport }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <LazyMenu label="More for all songs" icon={<IconDotsVertical size={18} />}>
        <Menu.Item
          leftSection={deleted ? <IconMusic size={18} /> : <IconTrash size={18} />}
          onClick={onDeleted}
        >
          {deleted ? "All songs" : "Recently deleted"}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href={galleryUrl} download leftSection={<IconFileZip size={18} />}>
          Take all songs along (zip)
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPackageImport size={18} />}
          onClick={() => picker.current?.click()}
        >
          Bring songs back (zip)…
        </Menu.Item>
      </LazyMenu>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label="A gallery as a zip"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file) onImport(file)
          currentTarget.value = "" // so that the same file can be chosen again
        }}
      />
    </>
  )
}
