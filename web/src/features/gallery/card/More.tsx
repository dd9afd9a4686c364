/** What else can be done with a song: made into another one, renamed, passed on. */
import { Menu } from "@mantine/core"
import {
  IconArrowRight,
  IconArrowsShuffle,
  IconDots,
  IconLink,
  IconPencil,
} from "@tabler/icons-react"
import { useLocation } from "wouter"
import type { Song } from "../../../api/client"
import { useVerb, type Verb } from "../../../api/songs"
import { copyText } from "../../../ui/copyText"
import { RoleGlyph } from "../../../ui/RoleGlyph"
import { ROLE_NAME } from "../../../ui/roleStyle"
import { LazyMenu } from "../LazyMenu"
import { rolesOf } from "./facts"
import type { Hand } from "./hand"

type Props = {
  readonly song: Song
  readonly tabIndex: number
  readonly tell: Hand["tell"]
  readonly onRename: () => void
}

export function More({ song, tabIndex, tell, onRename }: Props) {
  const copy = async () => {
    const copied = await copyText(`${location.origin}/songs/${song.id}`)
    if (copied) tell("The link is copied.")
    else tell("This browser doesn’t let the page copy.", { isProblem: true })
  }
  return (
    <LazyMenu
      label={`More for ${song.title}`}
      tip="More"
      tabIndex={tabIndex}
      icon={<IconDots size={18} />}
    >
      {song.status === "ready" && <Verbs song={song} tell={tell} />}
      <Menu.Item leftSection={<IconPencil size={18} />} onClick={onRename}>
        Rename
      </Menu.Item>
      <Menu.Item leftSection={<IconLink size={18} />} onClick={copy}>
        Copy link
      </Menu.Item>
    </LazyMenu>
  )
}

function Verbs({ song, tell }: Pick<Props, "song" | "tell">) {
  const [, go] = useLocation()
  const verb = useVerb(song.id)
  const make = (asked: Verb, what: string) =>
    // by promise, for the menu is gone when the answer comes
    verb.mutateAsync(asked).then(
      (child) => {
        const open = { name: "Open", undoes: false, run: () => go(`/songs/${child.id}`) }
        tell(`Composing ${what} ${song.title}.`, { action: open })
      },
      (problem: Error) => tell(problem.message, { isProblem: true }),
    )
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowsShuffle size={18} />}
        onClick={() => make({ verb: "variation" }, "a variation of")}
      >
        Variation
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowRight size={18} />}
        onClick={() => make({ verb: "continue" }, "more of")}
      >
        Continue from its end
      </Menu.Item>
      <Menu.Label>Play anew</Menu.Label>
      {rolesOf(song).map((role) => (
        <Menu.Item
          key={role}
          leftSection={<RoleGlyph role={role} size={18} />}
          onClick={() => make({ verb: "redo", settings: { redo: role } }, `other ${role} for`)}
        >
          {ROLE_NAME[role]}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  )
}
