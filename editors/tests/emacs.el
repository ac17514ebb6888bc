;;; A session in Emacs: a plan is opened, its findings come, and a reference leads to its line.  -*- lexical-binding: t -*-

;; Usage: emacs --batch -l emacs.el
;; SETUP names a file with the lines of Lisp that the documentation gives, PLAN the plan. `tip' has to be on PATH.

(package-initialize)
(unless (and (require 'eglot nil t) (require 'markdown-mode nil t))
  (message "SKIP eglot or markdown-mode is not installed")
  (kill-emacs 0))

(defun session-wait (holds)
  "Wait until HOLDS returns non-nil; how long that may take is not what is tested."
  (let ((tries 0))
    (while (and (< tries 1200) (not (funcall holds)))
      (accept-process-output nil 0.05)
      (setq tries (1+ tries)))))

(load (getenv "SETUP"))
(find-file (getenv "PLAN"))
;; Without a screen nobody presses a key, after which this runs.
(run-hooks 'post-command-hook)
(session-wait #'eglot-managed-p)
(message "MANAGED %s" (if (eglot-managed-p) "yes" "no"))
(session-wait (lambda () (flymake-start) (flymake-diagnostics)))
(dolist (it (flymake-diagnostics))
  (message "FOUND %s" (car (split-string (flymake-diagnostic-text it) "\n"))))
(search-forward "src/store.rs")
(backward-char 3)
(xref-find-definitions (thing-at-point 'symbol))
(message "AT %s:%s" (buffer-name) (line-number-at-pos))
(eglot-shutdown-all)
