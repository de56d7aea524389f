/** Remembers which files this browser has fetched. */

/** Whether this browser has not fetched that file yet; it is taken as fetched from now on. */
export function isFirstDownload(id) {
  const key = `errand downloaded ${id}`;
  try {
    const isFirst = !localStorage.getItem(key);
    localStorage.setItem(key, '1');
    return isFirst;
  } catch {
    return false; // No storage, so nobody could tell a second time from the first
  }
}
