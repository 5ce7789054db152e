import { setFlagsFromString } from 'node:v8'

/** Keeps the young generation of this process, which is running already, as large as it is. To be called early. */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
