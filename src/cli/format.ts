/** The words of figures, as summaries, tables and reports have them alike. */
export { count, duration, money, percent, plural } from '../report/figure-words.ts';
