import type { Manager } from './project.ts'

/** What a package manager's commands are called. */
interface Commands {
  install: string
  /** Installs what the lockfile says, on a machine of a CI that has Node and npm. */
  installInCi: string
  /** What stands before the name of an installed program. */
  run: string
}

export const commandsOf: Readonly<Record<Manager, Commands>> = {
  npm: { install: 'npm install', installInCi: 'npm ci', run: 'npx' },
  pnpm: {
    install: 'pnpm install',
    installInCi: 'npm install --global pnpm && pnpm install --frozen-lockfile',
    run: 'pnpm exec',
  },
  yarn: { install: 'yarn install', installInCi: 'corepack enable && yarn install --immutable', run: 'yarn' },
  bun: {
    install: 'bun install',
    installInCi: 'npm install --global bun && bun install --frozen-lockfile',
    run: 'bunx',
  },
}
