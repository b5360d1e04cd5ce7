using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Omnichannel.Peers;

/// <summary>Peer (b): what a team would write instead, without a mistake: a minimal API, one prepared statement per reservation, and the row lock of PostgreSQL as the guard.</summary>
internal static class SqlShop
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS stock (
            sku text NOT NULL, location text NOT NULL, available bigint NOT NULL CHECK (available >= 0), reserved bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (sku, location)) WITH (fillfactor = 50);
        CREATE TABLE IF NOT EXISTS reservations (
            sku text NOT NULL, location text NOT NULL, id text NOT NULL, quantity bigint NOT NULL, channel text, reference text,
            expires_at timestamptz NOT NULL, state smallint NOT NULL DEFAULT 1, PRIMARY KEY (sku, location, id));
        """;

    // Of the two forms the one that needs one round trip.
    private const string Reserve =
        """
        WITH taken AS (
            UPDATE stock SET available = available - $4, reserved = reserved + $4 WHERE sku = $1 AND location = $2 AND available >= $4 RETURNING sku)
        INSERT INTO reservations (sku, location, id, quantity, channel, reference, expires_at)
        SELECT $1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7) FROM taken
        RETURNING expires_at
        """;

    public static async Task<int> ServeAsync(string url, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 64, MaxAutoPrepare = 8, AutoPrepareMinUsages = 1 };
        await using var source = NpgsqlDataSource.Create(settings);
        await using (var schema = source.CreateCommand(Schema)) await schema.ExecuteNonQueryAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, PeerJson.Default));
        var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/v1/stock/{sku}/{location}/movements", (string sku, string location, ReceiveBody body, HttpContext http) => ReceiveAsync(source, sku, location, body, http));
        app.MapPut(
            "/v1/stock/{sku}/{location}/reservations/{id}",
            (string sku, string location, string id, HoldBody body, HttpContext http) => ReserveAsync(source, sku, location, id, body, http));
        await app.RunAsync();
        return 0;
    }

    private static async Task ReceiveAsync(NpgsqlDataSource source, string sku, string location, ReceiveBody body, HttpContext http)
    {
        await using var command = source.CreateCommand("INSERT INTO stock (sku, location, available) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sku });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = location });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = body.Quantity });
        await command.ExecuteNonQueryAsync();
        await AnswerAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(body, PeerJson.Default.ReceiveBody));
    }

    private static async Task ReserveAsync(NpgsqlDataSource source, string sku, string location, string id, HoldBody body, HttpContext http)
    {
        await using var command = source.CreateCommand(Reserve);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sku });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = location });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = body.Quantity });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = body.Channel });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = body.Reference });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = body.HoldForSeconds });
        try
        {
            if (await command.ExecuteScalarAsync() is DateTime expiresAt)
            {
                var held = new Held(id, "reserved", body.Quantity, 0, 0, body.Channel, body.Reference, expiresAt);
                await AnswerAsync(http, StatusCodes.Status201Created, JsonSerializer.SerializeToUtf8Bytes(held, PeerJson.Default.Held));
            }
            else
            {
                await AnswerAsync(http, StatusCodes.Status409Conflict, []);
            }
        }
        catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The statement took nothing; the first call with this id did.
            await AnswerAsync(http, StatusCodes.Status200OK, []);
        }
    }

    // With its length, in one piece, as the grid answers.
    private static ValueTask AnswerAsync(HttpContext http, int status, byte[] json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json);
    }
}

internal sealed record ReceiveBody(long Quantity);

internal sealed record HoldBody(long Quantity, int HoldForSeconds, string? Channel, string? Reference);

internal sealed record Held(string Id, string State, long Quantity, long Fulfilled, long Released, string? Channel, string? Reference, DateTime ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReceiveBody))]
[JsonSerializable(typeof(HoldBody))]
[JsonSerializable(typeof(Held))]
internal sealed partial class PeerJson : JsonSerializerContext;
