/** A song's files. What has to be rendered is asked for first, and one sees that it is being made. */
import { Menu } from "@mantine/core"
import {
  IconBraces,
  IconDownload,
  IconFileMusic,
  IconPiano,
  IconStack2,
  IconWaveSine,
} from "@tabler/icons-react"
import { useMutation } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { midiUrl, mp3Url, recipeUrl, type Song, stemsUrl, wavUrl } from "../../../api/client"
import { fetchFile, made } from "../../../api/downloads"
import { Turning } from "../../../ui/Turning"
import { Hint, LazyMenu } from "../LazyMenu"
import type { Hand } from "./hand"

type File = {
  readonly kind: string
  readonly hint: string
  readonly icon: ReactNode
  readonly url: (id: string) => string
  readonly isMade: boolean
}

const FILES: readonly File[] = [
  {
    kind: "MIDI",
    hint: "For your DAW",
    icon: <IconPiano size={18} />,
    url: midiUrl,
    isMade: false,
  },
  {
    kind: "WAV",
    hint: "Full quality",
    icon: <IconWaveSine size={18} />,
    url: wavUrl,
    isMade: true,
  },
  {
    kind: "MP3",
    hint: "Small, to share",
    icon: <IconFileMusic size={18} />,
    url: mp3Url,
    isMade: true,
  },
  {
    kind: "Stems",
    hint: "Each role by itself",
    icon: <IconStack2 size={18} />,
    url: stemsUrl,
    isMade: true,
  },
  {
    kind: "Recipe",
    hint: "Its settings, as JSON",
    icon: <IconBraces size={18} />,
    url: recipeUrl,
    isMade: false,
  },
]

/** What is made sooner need not be spoken of. */
const PATIENCE_MS = 700

type Props = { readonly song: Song; readonly tabIndex: number; readonly tell: Hand["tell"] }

export function Downloads({ song, tabIndex, tell }: Props) {
  const make = useMutation({
    mutationFn: ({ url }: File) => made(url(song.id)),
    onMutate: ({ kind }) =>
      window.setTimeout(() => tell(`Making the ${kind} of ${song.title}…`), PATIENCE_MS),
    onSuccess: (_, { url }) => fetchFile(url(song.id)),
    onError: (problem) => tell(problem.message, { isProblem: true }),
    onSettled: (_, __, ___, timer) => window.clearTimeout(timer),
  })
  const busy = make.isPending && `Making the ${make.variables.kind} of ${song.title}`
  return (
    <LazyMenu
      label={busy || `Download ${song.title}`}
      tip="Download"
      tabIndex={tabIndex}
      busy={make.isPending}
      icon={busy ? <Turning size={18} /> : <IconDownload size={18} />}
    >
      {FILES.map((file) => (
        <FileItem key={file.kind} file={file} id={song.id} onMake={make.mutate} />
      ))}
    </LazyMenu>
  )
}

type ItemProps = {
  readonly file: File
  readonly id: string
  readonly onMake: (file: File) => void
}

function FileItem({ file, id, onMake }: ItemProps) {
  const looks = { leftSection: file.icon, rightSection: <Hint>{file.hint}</Hint> }
  if (file.isMade) {
    return (
      <Menu.Item {...looks} onClick={() => onMake(file)}>
        {file.kind}
      </Menu.Item>
    )
  }
  return (
    <Menu.Item {...looks} component="a" href={file.url(id)} download>
      {file.kind}
    </Menu.Item>
  )
}
