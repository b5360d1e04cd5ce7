using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.OpenApi;

/// <summary>The contract as a document: OpenAPI 3.1 at <c>/openapi/v1.json</c>, made from what the routes say about themselves.</summary>
public static class OpenApiSetup
{
    private const string Description =
        "One owner for every unit of stock, whatever channel asks. Every answer is given after the events it rests on are durable. "
        + "Ids come from the caller: repeat a call with the same id and body, and it has its effect once. A time-out means unknown, never failed. "
        + "docs/HTTP.md says the same in words.";

    public static IServiceCollection AddGridOpenApi(this IServiceCollection services)
    {
        // The schemas are made from the types that the bodies are read with.
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, InventoryJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, PricingJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, CartsJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, CustomersJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
        return services.AddOpenApi(static options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(static (document, _, _) =>
            {
                document.Info = new() { Title = "Omnichannel grid", Version = "v1", Description = Description };
                document.Servers = [];
                document.Components ??= new();
                document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
                document.Components.Schemas[ProblemSchema.Name] = ProblemSchema.Make();
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer<BodySchemas>();
            options.AddOperationTransformer<RouteOperations>();
        });
    }
}
