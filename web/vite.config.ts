import react from "@vitejs/plugin-react"
import { defineConfig } from "vitest/config"

const service = process.env.LSTMELODY_API ?? "http://127.0.0.1:8000"

export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 600 },
  server: { proxy: { "/api": service } },
  preview: { proxy: { "/api": service } },
  test: { environment: "jsdom", setupFiles: "src/test-setup.ts", css: false },
})
