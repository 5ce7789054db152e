import { docker } from '../databases/docker.ts'

/** Built from Debian's packages by scripts/service-images.sh: Redis and MariaDB. */
export const IMAGE = process.env.METTLE_SERVICES_IMAGE ?? 'mettle/services:debian'

/** @throws {Error} naming what starts or builds what is missing. */
export async function needsServices(): Promise<void> {
  await docker('info').catch((thrown) => {
    throw new Error('Docker does not answer. Install and start it: `apt-get install docker.io && dockerd &`.', {
      cause: thrown,
    })
  })
  await docker('image', 'inspect', IMAGE).catch((thrown) => {
    throw new Error(`There is no image ${IMAGE}. Build it: \`sudo bash scripts/service-images.sh\`.`, { cause: thrown })
  })
}
