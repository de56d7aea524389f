const tasks = document.getElementById('tasks');

document.getElementById('export').addEventListener('click', async () => {
  const accepted = await fetch('/export', {method: 'POST'});
  const task = document.createElement('task-progress');
  task.setAttribute('href', accepted.headers.get('Location'));
  tasks.prepend(task);
});
