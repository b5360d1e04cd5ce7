using Omnichannel.Http;

namespace Omnichannel.Metrics;

public static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (MetricsCollector collector) => Results.Text(collector.Tell(), MetricsCollector.MediaType))
            .Says(
                "Operations",
                "metrics",
                "Read the metrics",
                "Prometheus text: reserve latency by outcome, requests by route and status, and what the parts of the grid measure.")
            .GivesText(200, "text/plain", "The figures as of now.", "omnichannel_stock_reserve_duration_seconds_count{status=\"reserved\"} 12\n");
}
