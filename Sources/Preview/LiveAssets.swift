/// The script and the style that the preview puts into pages. The script builds nothing out of text but text: what it
/// shows came from content and from other people's servers.
enum LiveAssets {
    static let script = """
        (() => {
          'use strict';
          const tag = document.currentScript.dataset.tag;
          const style = document.createElement('link');
          style.rel = 'stylesheet';
          style.href = '/.pruefstand/live.css';
          document.head.append(style);
          const box = document.createElement('aside');
          box.id = 'pruefstand-preview';
          box.setAttribute('role', 'alert');
          const line = (name, text) => {
            const element = document.createElement(name);
            element.textContent = text;
            return element;
          };
          const show = (diagnostics) => {
            box.replaceChildren();
            box.remove();
            if (diagnostics.length === 0) return;
            const errors = diagnostics.filter((found) => found.level === 'error').length;
            box.className = errors > 0 ? 'errors' : 'warnings';
            const details = document.createElement('details');
            details.open = errors > 0;
            details.append(line('summary', errors + ' errors, ' + (diagnostics.length - errors) + ' warnings'
              + (errors > 0 ? ' – the page is as it was before' : '')));
            const list = document.createElement('ul');
            for (const found of diagnostics) {
              const item = document.createElement('li');
              item.append(line('code', found.file + ':' + found.place.line + ':' + found.place.column));
              item.append(line('p', found.message + ' [' + found.rule + ']'));
              if (found.hint) item.append(line('p', found.hint));
              list.append(item);
            }
            details.append(list);
            box.append(details);
            document.body.append(box);
          };
          const events = new EventSource('/.pruefstand/events');
          events.onmessage = async (event) => {
            show(JSON.parse(event.data));
            const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
            if (answer.headers.get('X-Preview-Tag') !== tag) location.reload();
            document.documentElement.dataset.preview = 'live';
          };
        })();
        """

    static let style = """
        #pruefstand-preview {
          position: fixed; inset: auto 1rem 1rem 1rem; max-height: 60vh; overflow: auto; z-index: 1000;
          padding: 0.8rem 1rem; border-radius: 6px; border: 2px solid; font: 0.9rem/1.45 system-ui, sans-serif;
        }
        #pruefstand-preview.errors { background: #fff1ef; color: #7d1d14; }
        #pruefstand-preview.warnings { background: #fdf3df; color: #5c3e00; }
        #pruefstand-preview summary { font-weight: 700; cursor: pointer; }
        #pruefstand-preview ul { margin: 0.6rem 0 0; padding: 0; list-style: none; }
        #pruefstand-preview li { margin: 0 0 0.8rem; }
        #pruefstand-preview p { margin: 0.1rem 0; max-width: none; }
        #pruefstand-preview code { font-weight: 600; overflow-wrap: anywhere; }
        """
}
