/** What can be done with a song besides hearing it: like it, share it, take it along, delete it. */
import { Menu } from "@mantine/core"
import {
  IconAdjustments,
  IconDots,
  IconHeart,
  IconHeartFilled,
  IconLink,
  IconTrash,
} from "@tabler/icons-react"
import { useLocation } from "wouter"
import type { Song } from "../../api/client"
import { useEditSong } from "../../api/songs"
import { copyText } from "../../ui/copyText"
import { IconButton } from "../../ui/IconButton"
import { useTell } from "../../ui/notices"
import { useIsWide } from "../../ui/useIsWide"
import { Downloads } from "./Downloads"
import classes from "./header.module.css"
import { recipeSearch } from "./recipe"

type Props = { readonly song: Song; readonly onDelete: () => void }

export function Actions({ song, onDelete }: Props) {
  const tell = useTell()
  const copy = (text: string, what: string) =>
    copyText(text).then((copied) =>
      copied
        ? tell(`The ${what} is copied.`)
        : tell(`The ${what} could not be copied: ${text}`, { isProblem: true }),
    )
  return (
    <div className={classes.actions}>
      {song.status === "ready" && <Downloads song={song} />}
      <Favourite song={song} />
      <IconButton
        label="Copy a link to this song"
        tip="Copy link"
        onClick={() => copy(`${location.origin}/songs/${song.id}`, "link")}
      >
        <IconLink size={20} stroke={1.6} />
      </IconButton>
      <More
        song={song}
        onDelete={onDelete}
        onCopyRecipe={() => copy(`${location.origin}/${recipeSearch(song.recipe)}`, "recipe link")}
      />
    </div>
  )
}

function Favourite({ song }: { song: Song }) {
  const edit = useEditSong(song)
  return (
    <IconButton
      label="Favourite"
      tip="Favourite"
      aria-pressed={song.favourite}
      onClick={() => edit.mutate({ favourite: !song.favourite })}
    >
      {song.favourite ? <IconHeartFilled size={20} /> : <IconHeart size={20} stroke={1.6} />}
    </IconButton>
  )
}

type MoreProps = Props & { readonly onCopyRecipe: () => void }

function More({ song, onDelete, onCopyRecipe }: MoreProps) {
  const [place, go] = useLocation()
  const wide = useIsWide() // on a desk the panel stands beside the song
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <IconButton label="More">
          <IconDots size={20} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconAdjustments size={16} />}
          onClick={() => go((wide ? place : "/") + recipeSearch(song.recipe))}
        >
          Use these settings
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={onCopyRecipe}>
          Copy recipe link
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={16} />} color="var(--danger)" onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
