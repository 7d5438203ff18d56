import type { AnswerLookup, CachedAnswer } from '../engine/cached-answer.ts';
import type { Plan } from '../plan/plan.ts';
import { isCacheableRole } from '../spec/cacheable.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { AnswerIndex, type AnswerPlace } from './answer-index.ts';
import { AnswerSource } from './answer-source.ts';
import { callKey } from './call-key.ts';

const msADay = 86_400_000;
/** Records of earlier runs that are kept open: mostly there is one. */
const mostSources = 8;

/**
 * Answers of earlier runs to the calls of this one. The index says where one may be; it counts where
 * that run is still there and its record, asked again, says the same call: so a run that was deleted, or
 * done over, is a miss and no wrong answer. What cannot be read is a miss, too.
 */
export class AnswerCache {
  private readonly spec: ResolvedSpec;
  private readonly plan: Plan;
  private readonly maxAgeMs: number;
  /** Opened by the first who asks; null once it cannot be, or is closed. */
  private index: AnswerIndex | null | undefined;
  /** By run id, the one that was used last at the end. */
  private readonly sources = new Map<string, AnswerSource>();

  constructor(spec: ResolvedSpec, plan: Plan) {
    this.spec = spec;
    this.plan = plan;
    const { maxAgeDays = null } = spec.cache ?? {};
    this.maxAgeMs = maxAgeDays === null ? Number.POSITIVE_INFINITY : maxAgeDays * msADay;
  }

  readonly find: AnswerLookup = (task, route, maxOutputTokens) => {
    const { spec, plan } = this;
    const role = spec.roles[plan.role[task]];
    if (!isCacheableRole(role) || plan.texts !== undefined) return null;
    const key = callKey(spec.routes[route], role, plan.messages(task));
    const index = key === null ? null : this.opened();
    if (key === null || index === null) return null;
    try {
      const place = index.place(key);
      if (place === null || Date.now() - place.atMs > this.maxAgeMs) return null;
      return this.read(index, place, key, maxOutputTokens);
    } catch {
      return null;
    }
  };

  close(): void {
    for (const source of this.sources.values()) source.close();
    this.sources.clear();
    this.index?.close();
    this.index = null;
  }

  private opened(): AnswerIndex | null {
    if (this.index !== undefined) return this.index;
    try {
      this.index = new AnswerIndex();
    } catch {
      this.index = null;
    }
    return this.index;
  }

  private read(
    index: AnswerIndex,
    place: AnswerPlace,
    key: Buffer,
    maxOutputTokens: number | null,
  ): CachedAnswer | null {
    const source = this.source(place);
    if (source === null) {
      index.forget(place.runId);
      return null;
    }
    const answer = source.answer(place.task);
    if (answer === null || !answer.key.equals(key)) return null;
    if (answer.outputTokens > (maxOutputTokens ?? Number.POSITIVE_INFINITY)) return null;
    const { text, finishReason, id } = answer;
    return { text, finishReason, run: place.runId, task: id };
  }

  /** The record of that run; null where it is not there any more. */
  private source({ directory, runId }: AnswerPlace): AnswerSource | null {
    let source = this.sources.get(runId) ?? null;
    this.sources.delete(runId);
    try {
      source ??= new AnswerSource(directory);
    } catch {
      return null;
    }
    if (source.record.runId !== runId) {
      source.close();
      return null;
    }
    this.sources.set(runId, source);
    if (this.sources.size > mostSources) {
      const [[oldest, unused]] = this.sources;
      unused.close();
      this.sources.delete(oldest);
    }
    return source;
  }
}
