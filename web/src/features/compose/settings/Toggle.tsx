/** A setting that is on or off, and what it is else. */
import { Switch } from "@mantine/core"
import classes from "./Toggle.module.css"

type Props = {
  readonly label: string
  readonly description: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function Toggle({ onChange, ...rest }: Props) {
  return (
    <Switch
      className={classes.toggle}
      onChange={(event) => onChange(event.currentTarget.checked)}
      {...rest}
    />
  )
}
