/** The ways to the databases. */
export type { ChannelAnswer } from './batch-answer.ts';
export type { BreakerState } from './breaker.ts';
export { CallFailure, type FailureReason } from './call-failure.ts';
export type { Call, Channel, ChannelEvent, ChannelOptions } from './channel.ts';
export { createChannel } from './database-channel.ts';
