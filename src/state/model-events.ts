/** What becomes of the model of a route whose server has to have it and load it first. */

/** Its server takes it into memory: it was asked to, or has just fetched it. */
export interface ModelLoading {
  readonly type: 'model.loading';
  readonly route: number;
}

/** It is fetched; told at most once a second. */
export interface ModelPulling {
  readonly type: 'model.pulling';
  readonly route: number;
  /** Whole percent of its bytes; null while their number is not known. */
  readonly percent: number | null;
  readonly totalBytes: number | null;
  /** What the server does, in its own words. */
  readonly detail: string;
}

/** It is in memory, and calls to it begin. */
export interface ModelReady {
  readonly type: 'model.ready';
  readonly route: number;
  /** What loading it took. */
  readonly loadMs: number;
  /** What fetching it took before that; null where it was there. */
  readonly pullMs: number | null;
}

/** It could not be made ready: calls are made all the same, and say what is wrong. */
export interface ModelFailed {
  readonly type: 'model.failed';
  readonly route: number;
  readonly message: string;
}

/** The server's own times of the calls that ended well since they were told last. */
export interface ModelTimed {
  readonly type: 'model.timed';
  readonly route: number;
  readonly calls: number;
  /** Of these, the ones that found the model in memory. */
  readonly warm: number;
  readonly loadMs: number;
  /** Output tokens, and the time that making them took. */
  readonly outputTokens: number;
  readonly outputMs: number;
}

export type ModelEvent = ModelLoading | ModelPulling | ModelReady | ModelFailed | ModelTimed;
