/** All starting seeds side by side: seen, listened to, found by a word, and chosen. */
import { Button, Modal, TextInput } from "@mantine/core"
import { IconDice5, IconSearch, IconUpload } from "@tabler/icons-react"
import { useState } from "react"
import type { Starter } from "../../../api/client"
import { isOwnMidi, SILENCE, useStarterScore } from "../../../api/starters"
import { useIsWide } from "../../../ui/useIsWide"
import { isFoundBy } from "./facts"
import classes from "./StarterPicker.module.css"
import { StarterTile } from "./StarterTile"

type Props = {
  readonly opened: boolean
  readonly starters: readonly Starter[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
  readonly onDraw: () => void
  readonly onFile: () => void
  readonly onClose: () => void
}

export function StarterPicker({ opened, onClose, ...rest }: Props) {
  const wide = useIsWide()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Begin with"
      size={940}
      radius="lg"
      padding={wide ? "xl" : "lg"}
      fullScreen={!wide}
      classNames={{
        content: classes.dialog,
        title: classes.dialogTitle,
        header: classes.dialogHead,
      }}
      closeButtonProps={{ "aria-label": "Close", size: 44, iconSize: 22 }}
    >
      <Choices {...rest} />
    </Modal>
  )
}

function Choices({
  starters,
  chosen,
  onChoose,
  onDraw,
  onFile,
}: Omit<Props, "opened" | "onClose">) {
  const [typed, setTyped] = useState("")
  const found = starters.filter((starter) => isFoundBy(typed, starter)).sort(byKind)
  return (
    <>
      <div className={classes.finding}>
        <TextInput
          className={classes.search}
          aria-label="Find a starting seed"
          placeholder="A style, a key, a meter…"
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button variant="default" leftSection={<IconDice5 size={18} />} onClick={onDraw}>
          Surprise me
        </Button>
        <Button variant="default" leftSection={<IconUpload size={18} />} onClick={onFile}>
          Your own MIDI
        </Button>
      </div>
      <ul className={classes.shelf}>
        {found.map((starter) => (
          <li key={starter.name}>
            <Tile
              starter={starter}
              isChosen={starter.name === chosen}
              onChoose={() => onChoose(starter.name)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className={classes.nothing} role="status">
          No starting seed is like that. Try another word, or begin with silence.
        </p>
      )}
    </>
  )
}

type TileProps = {
  readonly starter: Starter
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Tile({ starter, isChosen, onChoose }: TileProps) {
  const score = useStarterScore(starter.name).data
  return <StarterTile starter={starter} score={score} aria-pressed={isChosen} onClick={onChoose} />
}

/** One's own first, and silence last. */
function byKind(one: Starter, other: Starter): number {
  return rank(one) - rank(other)
}

function rank({ name }: Starter): number {
  if (isOwnMidi(name)) return 0
  return name === SILENCE ? 2 : 1
}
