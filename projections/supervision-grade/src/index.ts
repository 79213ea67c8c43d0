export { gradeOf } from './grade-of.ts';
export type {
  ComputedGrade,
  EventPlace,
  GradeFacts,
  GradeResult,
  GradeRow,
  Point,
  RecordedGrade,
} from './grade-row.ts';
export { supervisionGrade } from './supervision-grade.ts';
