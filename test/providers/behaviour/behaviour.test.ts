import { caseTable } from './case-table.ts';
import { cases } from './cases.ts';
import { speakers } from './speakers/speakers.ts';

// The same cases for every protocol, each over a real socket.

caseTable(speakers, cases);
