/** The frame around every page: our name, and the ways to the studio's places. */
import { IconBroadcast, IconMusic, IconSparkles } from "@tabler/icons-react"
import { Link, useLocation } from "wouter"
import classes from "./shell.module.css"
import { Mark } from "./ui/Mark"

export function Brand() {
  return (
    <Link href="/" className={classes.brand}>
      <Mark size={34} />
      <h1>LSTMelody</h1>
    </Link>
  )
}

const COMPOSE = {
  href: "/",
  name: "Compose",
  icon: IconSparkles,
  isHere: (at: string) => at === "/",
}
const SONGS = {
  href: "/songs",
  name: "Songs",
  icon: IconMusic,
  isHere: (at: string) => at.startsWith("/songs"),
}
const LIVE = {
  href: "/live",
  name: "Live",
  icon: IconBroadcast,
  isHere: (at: string) => at.startsWith("/live"),
}

/** On a desk the panel that composes is always there. */
export function PlacesAtTheTop() {
  const [at] = useLocation()
  const here = LIVE.isHere(at) ? LIVE : SONGS
  return <Places places={[SONGS, LIVE]} here={here} className={classes.tabs} />
}

export function PlacesAtTheBottom() {
  const [at] = useLocation()
  const places = [COMPOSE, SONGS, LIVE]
  const here = places.find(({ isHere }) => isHere(at))
  return <Places places={places} here={here} className={classes.tabBar} />
}

type PlacesProps = {
  readonly places: readonly (typeof SONGS)[]
  readonly here: typeof SONGS | undefined
  readonly className: string | undefined
}

function Places({ places, here, className }: PlacesProps) {
  return (
    <nav className={className} aria-label="Places">
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          className={classes.place}
          aria-current={place === here ? "page" : undefined}
        >
          <place.icon size={20} stroke={1.6} />
          {place.name}
        </Link>
      ))}
    </nav>
  )
}
