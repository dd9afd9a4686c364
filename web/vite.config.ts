import react from "@vitejs/plugin-react"
import { defineConfig } from "vitest/config"

const service = process.env.LSTMELODY_API ?? "http://127.0.0.1:8000"

export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2022" },
  // an object, for a string would have the service asked by another name than the page was
  server: { proxy: { "/api": { target: service } } },
  preview: { proxy: { "/api": { target: service } } },
  test: {
    environment: "jsdom",
    setupFiles: "src/test-setup.ts",
    css: false,
    testTimeout: 20_000, // on a machine that may be busy
  },
})
