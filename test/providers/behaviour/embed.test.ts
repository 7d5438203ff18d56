import { caseTable } from './case-table.ts';
import { embedCases } from './embed-cases.ts';
import { embedders } from './embedders.ts';

// The same cases for every protocol that gives vectors, each over a real socket.

caseTable(embedders, embedCases);
