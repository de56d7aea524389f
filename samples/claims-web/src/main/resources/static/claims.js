/** A form that starts a task is sent without leaving the page, and the task is shown in it. */

const started = document.getElementById('started');
const refusal = document.getElementById('refusal');

for (const form of document.querySelectorAll('form[data-starts-task]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    start(form);
  });
}

async function start(form) {
  const response = await fetch(form.action, {method: 'POST', body: new FormData(form)}).catch(() => null);
  const location = response?.status === 202 && response.headers.get('Location');
  if (location) {
    const task = document.createElement('task-progress');
    task.href = location;
    started.prepend(task);
  }
  refusal.hidden = Boolean(location);
  refusal.textContent = location ? '' : await reason(response);
}

async function reason(response) {
  const problem = await response?.json().catch(() => null);
  return problem?.detail ?? 'This could not be started. Please try again.';
}
