/** Mantine in our colours. The values themselves stand in `tokens.css`. */
import { createTheme, type MantineColorsTuple, virtualColor } from "@mantine/core"

const ink: MantineColorsTuple = [
  "#ece7dd",
  "#b9b3c2",
  "#a09aac",
  "#6d6779",
  "#35323f",
  "#2a2833",
  "#201e27",
  "#15141a",
  "#0f0e13",
  "#0b0a0e",
]

const ivory: MantineColorsTuple = [
  "#fffdf9",
  "#fbf7ef",
  "#f7f1e6",
  "#f3ecdf",
  "#efe7d7",
  "#eae0cd",
  "#e3d8c2",
  "#d5c8af",
  "#c2b499",
  "#a89a80",
]

/** Where what it opens is found among the landmarks of the page. */
const IN_MAIN = { portalProps: { target: "main" } }

export const theme = createTheme({
  // by a virtual colour each scheme has its own, and text on it that can be read
  colors: {
    dark: ink,
    ivory,
    accent: virtualColor({ name: "accent", dark: "ivory", light: "dark" }),
  },
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  black: "#15141a",
  fontFamily: "'Instrument Sans Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Instrument Serif', Georgia, serif", fontWeight: "400" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "8px", md: "10px", lg: "16px", xl: "24px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Select: {
      defaultProps: {
        comboboxProps: IN_MAIN,
        withScrollArea: false, // which would be a stop for Tab, with nothing in it
        styles: { options: { maxHeight: 260, overflowY: "auto" } },
      },
    },
  },
})
