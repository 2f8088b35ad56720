<?php
/* Installs WordPress for one site and fills it: what a person does once in its own pages.
   The site comes as JSON on standard input; anything but "ok" on standard output is a failure. */

$site = json_decode(stream_get_contents(STDIN), true, 32, JSON_THROW_ON_ERROR);
$_SERVER += array('HTTPS' => 'on', 'HTTP_HOST' => $site['host'], 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET');
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);

/* Pluggable: no letter is sent to the new owner. */
function wp_new_blog_notification() {}

require $site['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install($site['title'], 'pengelola', 'pengelola@' . $site['host'], true, '', wp_generate_password(24));
foreach (get_posts(array('post_type' => array('post', 'page'), 'post_status' => 'any', 'numberposts' => -1)) as $sample) {
    wp_delete_post($sample->ID, true);
}
update_option('blogdescription', $site['tagline']);
update_option('timezone_string', $site['time_zone']);
update_option('date_format', 'j F Y');
update_option('default_comment_status', 'closed');

function ronda_add(array $fields): int {
    $made = wp_insert_post(wp_slash($fields + array('post_status' => 'publish', 'post_author' => 1)), true);
    if (is_wp_error($made)) {
        fwrite(STDERR, $fields['post_title'] . ': ' . $made->get_error_message());
        exit(1);
    }
    return $made;
}

foreach ($site['posts'] as $post) {
    ronda_add(array(
        'post_title' => $post['title'],
        'post_content' => $post['html'],
        'post_date_gmt' => $post['date'],
        'post_date' => get_date_from_gmt($post['date']),
    ));
}
/* By path, parents first; a parent that the scenario does not name is an empty page. */
$known = array();
foreach ($site['pages'] as $page) {
    $path = '';
    $parent = 0;
    $steps = explode('/', trim($page['path'], '/'));
    foreach ($steps as $depth => $step) {
        $path .= '/' . $step;
        $own = $depth === count($steps) - 1;
        if (!isset($known[$path])) {
            $known[$path] = ronda_add(array(
                'post_type' => 'page',
                'post_name' => $step,
                'post_parent' => $parent,
                'post_title' => $own ? $page['title'] : ucfirst($step),
                'post_content' => $own ? $page['html'] : '',
            ));
        }
        $parent = $known[$path];
    }
}
$front = ronda_add(array('post_type' => 'page', 'post_title' => $site['heading'], 'post_name' => 'beranda', 'post_content' => $site['front']));
update_option('show_on_front', 'page');
update_option('page_on_front', $front);
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%postname%/');
$wp_rewrite->flush_rules(false);
echo 'ok';
