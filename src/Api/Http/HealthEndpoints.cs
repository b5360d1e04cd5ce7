using System.Text.Json;

namespace Omnichannel.Http;

/// <summary>For those who restart processes and route traffic.</summary>
public static class HealthEndpoints
{
    private const string Path = "/health";
    private const string Tag = "Operations";
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path + "/live", () => new WrittenAnswer<string>("live", WriteStatus))
            .Says(Tag, "live", "Is the process alive", "Says nothing about the store: a restart would not mend it.")
            .GivesWritten(200, "Alive.", """{"status":"live"}""");
        routes.MapGet(Path + "/ready", ReadyAsync)
            .Says(
                Tag,
                "ready",
                "Should traffic be sent here",
                "Reads from the journal. Not ready while draining, and while the journal cannot be reached.")
            .GivesWritten(200, "Ready.", """{"status":"ready","store":"Sqlite","durability":"wal, synchronous=full","draining":false}""")
            .Refuses(ProblemKinds.NotReady, ProblemKinds.Draining);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness)
    {
        if (await readiness.ObstacleAsync() is { } obstacle) return new Problem(obstacle, Facts: writer => WriteFacts(writer, readiness));
        return new WrittenAnswer<Readiness>(readiness, static (writer, readiness) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "ready");
            WriteFacts(writer, readiness);
            writer.WriteEndObject();
        });
    }

    private static void WriteStatus(Utf8JsonWriter writer, string status)
    {
        writer.WriteStartObject();
        writer.WriteString("status", status);
        writer.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter writer, Readiness readiness)
    {
        if (readiness.Facts is { } facts)
        {
            writer.WriteString("store", facts.Store);
            writer.WriteString("durability", facts.Durability);
        }

        writer.WriteBoolean("draining", readiness.IsDraining);
    }
}
