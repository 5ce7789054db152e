import rebalance from '../../../../../scenarios/inventory/rebalance.scenario.ts'

const { saint: _, variants: __, scorers = [], ...scenario } = rebalance

/** As it is, and the person says no. */
export default {
  ...scenario,
  world: { ...scenario.world, approver: { answers: ['deny' as const] } },
  scorers: scorers.filter(({ use }) => use === 'milestones').map(({ except: ___, ...scorer }) => scorer),
}
