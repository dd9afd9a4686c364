/** A card's inside when its song is finished. */
import { VisuallyHidden } from "@mantine/core"
import { IconHeart, IconHeartFilled, IconTrash } from "@tabler/icons-react"
import type { Song } from "../../../api/client"
import { levelWords } from "../../../music/roles"
import { ago, clock } from "../../../music/words"
import { IconButton } from "../../../ui/IconButton"
import { usePosition } from "../../../ui/playback"
import { RoleGlyph } from "../../../ui/RoleGlyph"
import { ROLE_NAME } from "../../../ui/roleStyle"
import { Face } from "./Card"
import { Downloads } from "./Downloads"
import { askedFor, originOf, soundOf } from "./facts"
import type { PartProps } from "./hand"
import { More } from "./More"
import { Picture } from "./Picture"
import { PlayButton } from "./PlayButton"
import classes from "./Ready.module.css"

export function Ready({ song, hand, playing, tabIndex, title, onChange, onRename }: PartProps) {
  return (
    <Face
      picture={<Picture {...{ song, playing, tabIndex }} />}
      play={<PlayButton {...{ song, playing, tabIndex }} />}
      title={title}
      facts={[soundOf(song), originOf(song, hand.starterTitle)]}
      aside={<Asked song={song} />}
      when={playing.isPresent ? <Time total={song.seconds ?? 0} /> : ago(song.created, new Date())}
    >
      <Heart {...{ song, tabIndex, onChange }} />
      <Downloads {...{ song, tabIndex }} tell={hand.tell} />
      <More {...{ song, tabIndex, onRename }} tell={hand.tell} />
      <IconButton
        label={`Delete ${song.title}`}
        tip="Delete"
        tabIndex={tabIndex}
        onClick={() => hand.remove(song)}
      >
        <IconTrash size={18} />
      </IconButton>
    </Face>
  )
}

/** The roles that were turned up or down for a song, small. */
function Asked({ song }: { song: Song }) {
  return askedFor(song).map(({ role, level }) => (
    <span key={role} className={classes.chip}>
      <RoleGlyph role={role} size={13} />
      <VisuallyHidden>{ROLE_NAME[role]}</VisuallyHidden>
      {levelWords(level)}
    </span>
  ))
}

/** A component of its own, for it is drawn again and again. */
function Time({ total }: { total: number }) {
  return (
    <>
      <b>{clock(Math.min(usePosition(), total))}</b> / {clock(total)}
    </>
  )
}

type HeartProps = Pick<PartProps, "song" | "tabIndex" | "onChange">

function Heart({ song, tabIndex, onChange }: HeartProps) {
  return (
    <IconButton
      label={`Favourite ${song.title}`}
      tip="Favourite"
      aria-pressed={song.favourite}
      tabIndex={tabIndex}
      onClick={() => onChange({ favourite: !song.favourite })}
    >
      {song.favourite ? <IconHeartFilled size={18} /> : <IconHeart size={18} />}
    </IconButton>
  )
}
