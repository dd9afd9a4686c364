/** A song as files. What has to be rendered first says that it is, and why if it can't be. */
import { Button, Loader, Menu } from "@mantine/core"
import { IconChevronDown, IconDownload } from "@tabler/icons-react"
import { useMutation } from "@tanstack/react-query"
import { midiUrl, mp3Url, recipeUrl, type Song, stemsUrl, wavUrl } from "../../api/client"
import { fetchFile, made } from "../../api/downloads"
import { useTell } from "../../ui/notices"
import classes from "./header.module.css"

const FILES = [
  { name: "MIDI", url: midiUrl, hint: "the notes, for your DAW", isMade: false },
  { name: "WAV", url: wavUrl, hint: "the sound, uncompressed", isMade: true },
  { name: "MP3", url: mp3Url, hint: "the sound, small", isMade: true },
  { name: "Stems", url: stemsUrl, hint: "each instrument by itself, WAV and MIDI", isMade: true },
  { name: "Recipe", url: recipeUrl, hint: "all settings, as JSON", isMade: false },
] as const

type File = (typeof FILES)[number]

export function Downloads({ song }: { song: Song }) {
  const tell = useTell()
  const make = useMutation({
    mutationFn: async ({ url, isMade }: File) => isMade && made(url(song.id)),
    onMutate: ({ name, isMade }) => isMade && tell(`Making the ${name} of ${song.title}…`),
    onSuccess: (_, { url }) => fetchFile(url(song.id)),
    onError: (problem) => tell(problem.message, { isProblem: true }),
  })
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          className={classes.download}
          aria-label="Download"
          variant="default"
          radius="xl"
          size="sm"
          leftSection={
            make.isPending ? <Loader size={16} color="currentColor" /> : <IconDownload size={17} />
          }
          rightSection={<IconChevronDown size={16} />}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILES.map((file) => (
          <Menu.Item key={file.name} onClick={() => make.mutate(file)}>
            <span className={classes.file}>
              {file.name} <small>{file.hint}</small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
