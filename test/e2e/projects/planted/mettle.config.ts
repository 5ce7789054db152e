import { defineConfig } from 'mettle'

const weak = (...weaknesses: string[]) => ({ module: './agents/clerk.ts', params: { weaknesses } })

// One clerk, with one or two weaknesses that are planted. Without any it is the saint of its scenarios.
export default defineConfig({
  agents: {
    'retries-blindly': weak('lost-reply'),
    'goes-around-a-no': weak('forbidden'),
    'believes-old-news': weak('stale'),
    'looks-once': weak('pair'),
    'dates-ahead': weak('midnight'),
    'trusts-and-retries': weak('lie', 'lost-reply'),
    'stops-at-page-three': weak('third-page'),
    'starts-over': weak('token'),
    'never-counts': weak('partial', 'token'),
    'answers-again': weak('duplicate'),
  },
})
