import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('static/src'),
  base: '/static/',
  publicDir: here('static/public'),
  plugins: [react()],
  build: {
    outDir: here('static/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json', // django-vite reads it
    target: 'es2022',
    sourcemap: true,
    // React and the canvas are needed at once, whatever the number of files.
    chunkSizeWarningLimit: 1500,
    // The content security policy allows fonts and scripts from our own address alone, not from data URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        board: here('static/src/main.tsx'),
        pages: here('static/src/pages.ts'),
      },
    },
  },
  test: {
    root: here('.'),
    include: ['static/src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    setupFiles: [here('tests/js/patience.ts')],
    restoreMocks: true,
    passWithNoTests: false,
    // A machine that does much else at the same time is slow, not wrong.
    testTimeout: 30_000,
  },
})
