/** Lines in which a kernel says that something is wrong with itself, not with a device. */
const COMPLAINT = /\b(BUG|WARNING|Oops|Call Trace|KASAN|UBSAN|general protection fault|Kernel panic|hung task|blocked for more than)\b/;

export function kernelComplaints(log: string): string[] {
  return log.split('\n').filter((line) => COMPLAINT.test(line));
}
