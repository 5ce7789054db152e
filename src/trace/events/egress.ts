/** The agent tried to reach something that is not in its world. It was refused. */
export interface EgressEvent {
  type: 'egress'
  /** 'https://evil.test/collect', without query values. */
  target: string
  /** Which door it tried: 'fetch'. */
  via: string
}
