/* The floor of the site benchmark: reads every article, runs libcmark over it and writes a page. It knows no YAML, no
 * templates, no links and no diagnostics; what a site generator takes beyond it is what those cost.
 *
 *     floor ARTICLES OUT          prints the number of pages
 */
#include <cmark.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>Vergleich</title></head><body>\n"
#define FOOT "</body></html>\n"

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void all(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0) die("write");
        bytes += written;
        count -= (size_t)written;
    }
}

static void folder(const char *path) {
    if (mkdir(path, 0755) != 0 && errno != EEXIST) die(path);
}

static char *contents(const char *path, size_t *size) {
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) die(path);
    char *bytes = malloc((size_t)status.st_size + 1);
    size_t count = 0;
    while (count < (size_t)status.st_size) {
        ssize_t got = read(file, bytes + count, (size_t)status.st_size - count);
        if (got <= 0) die(path);
        count += (size_t)got;
    }
    bytes[count] = 0;
    close(file);
    *size = count;
    return bytes;
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    char path[4096];
    DIR *articles = opendir(arguments[1]);
    if (!articles) die(arguments[1]);
    folder(arguments[2]);
    int pages = 0;
    for (struct dirent *entry; (entry = readdir(articles));) {
        const char *name = entry->d_name;
        size_t length = strlen(name), size;
        if (length < 15 || strcmp(name + length - 3, ".md") != 0) continue;
        snprintf(path, sizeof path, "%s/%s", arguments[1], name);
        char *text = contents(path, &size);
        char *end = strstr(text, "\n---\n");
        const char *body = end ? end + 5 : text;
        char *html = cmark_markdown_to_html(body, size - (size_t)(body - text), CMARK_OPT_DEFAULT);

        int at = snprintf(path, sizeof path, "%s/%.4s", arguments[2], name);
        folder(path);
        at += snprintf(path + at, sizeof path - (size_t)at, "/%.2s", name + 5);
        folder(path);
        at += snprintf(path + at, sizeof path - (size_t)at, "/%.*s", (int)(length - 14), name + 11);
        folder(path);
        snprintf(path + at, sizeof path - (size_t)at, "/index.html");
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (file < 0) die(path);
        all(file, HEAD, sizeof HEAD - 1);
        all(file, html, strlen(html));
        all(file, FOOT, sizeof FOOT - 1);
        close(file);
        free(html);
        free(text);
        pages++;
    }
    closedir(articles);
    printf("%d\n", pages);
    return 0;
}
