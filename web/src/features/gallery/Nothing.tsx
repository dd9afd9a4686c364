/** What stands in the gallery where there is no song to show: why, and the way on. */
import { Button } from "@mantine/core"
import { IconHeart, IconSearch, IconSparkles, IconTrash } from "@tabler/icons-react"
import type { Listing } from "../../api/songPages"
import { useCompose } from "../../api/songs"
import { drawSeed } from "../../music/seed"
import { Absence } from "../../ui/Absence"
import { Mark } from "../../ui/Mark"

type Props = {
  readonly listing: Listing
  readonly onShow: (change: Partial<Listing>) => void
}

export function Nothing({ listing, onShow }: Props) {
  const { search, favourites, deleted } = listing
  if (search)
    return (
      <Absence
        sign={IconSearch}
        heading="h3"
        title="Nothing found"
        sentence={`No title has “${search}” in it.`}
      >
        <Button variant="default" onClick={() => onShow({ search: "" })}>
          Clear the search
        </Button>
      </Absence>
    )
  if (deleted)
    return (
      <Absence
        sign={IconTrash}
        heading="h3"
        title="Nothing was deleted"
        sentence="Songs that you delete stay here for some days."
      />
    )
  if (favourites)
    return (
      <Absence
        sign={IconHeart}
        heading="h3"
        title="No favourites yet"
        sentence="Press the heart on a song, and you’ll find it here."
      >
        <Button variant="default" onClick={() => onShow({ favourites: false })}>
          Show all songs
        </Button>
      </Absence>
    )
  return <First />
}

function First() {
  const compose = useCompose()
  const generate = () => compose.mutate({ seed: drawSeed() })
  return (
    <Absence
      sign={Mark}
      heading="h3"
      title="No songs yet"
      sentence="Ask for one as you like it, or let the band surprise you. It takes a few seconds."
      problem={compose.error?.message}
    >
      <Button
        leftSection={<IconSparkles size={18} />}
        loading={compose.isPending}
        onClick={generate}
      >
        Surprise me
      </Button>
    </Absence>
  )
}
