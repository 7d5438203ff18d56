/** What was given is no config of the simulator; the message is one sentence that says why. */
export class ConfigError extends Error {}
