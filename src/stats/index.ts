export { benjaminiHochberg } from './benjamini-hochberg.ts'
export { binomialChance, binomialTail } from './binomial.ts'
export { pairedBootstrap } from './bootstrap.ts'
export { clopperPearson } from './clopper-pearson.ts'
export { clusteredStandardError, naiveStandardError } from './clustered.ts'
export {
  distributionConsistency,
  outcomeConsistency,
  resourceConsistency,
  sequenceConsistency,
} from './consistency.ts'
export { editDistance } from './edit-distance.ts'
export { type Count, fisher } from './fisher.ts'
export type { Interval } from './interval.ts'
export { type Counts, jensenShannon } from './jensen-shannon.ts'
export { type MannWhitney, mannWhitney } from './mann-whitney.ts'
export { type Discordant, mcnemar } from './mcnemar.ts'
export { mean } from './mean.ts'
export { type PairedDifference, pairedDifference } from './paired-proportions.ts'
export { passAt } from './pass-at.ts'
export { passHat } from './pass-hat.ts'
export { percentile } from './percentile.ts'
export { pairedPermutation } from './permutation.ts'
export { type Discordance, mcnemarPower, pairsForMean, pairsNeeded, powerForMean, trialsForTwoRates } from './power.ts'
export { faultRobustness, reliability, type Stress } from './robustness.ts'
export { type Sprt, type SprtDecision, type SprtPlan, sprt } from './sprt.ts'
export { differenceOfTwo } from './two-proportions.ts'
export { wilson } from './wilson.ts'
